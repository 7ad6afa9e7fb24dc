"""Pictures of a negotiation as widgets: trust and leverage, positions, dates."""
