"""收货: a delivery, scan by scan, until it is posted."""
