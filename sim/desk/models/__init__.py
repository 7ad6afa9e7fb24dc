"""View-models: what each screen shows, as plain frozen data. No drawing, no rule, no odds."""
