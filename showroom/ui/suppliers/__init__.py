"""供应商: who delivers, by which papers and on which terms."""
