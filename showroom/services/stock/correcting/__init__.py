"""What corrects the stock: debts that lots pay, and documents that are taken back."""
