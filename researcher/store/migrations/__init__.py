"""Every form that the store had: one file a step, applied by `store.migrate`."""
