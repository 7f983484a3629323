"""调拨: transfers sent and received, shelves filled up, places and bins."""
