"""A laid-out page as bytes, picture, text or workbook."""
