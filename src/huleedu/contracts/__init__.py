"""Every message that crosses a service's border: one file per sender, pure data."""
