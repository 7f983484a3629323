"""What stands beside the till: scales, pole displays, scanners on a cable."""
