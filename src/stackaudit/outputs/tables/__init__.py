"""An audit as tables: what stands in them, and the files that hold them."""
