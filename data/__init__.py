"""The numbers: recipes, extracts with their cards, and the snapshots built from them."""
