"""Who leads from screen to screen. Screens know nothing of it; `sim.desk.flow` knows all of it."""
