"""What a worker serves from: the loaded snapshot, its areas and points; replaced whole by a newer one."""
