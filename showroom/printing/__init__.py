"""Documents on paper: laid out once, rendered to ESC/POS, picture, text, PDF and workbook."""
