"""Who brings goods and on what terms: suppliers, licences, contracts and what is ordered."""
