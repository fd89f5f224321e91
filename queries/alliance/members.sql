-- Which organisations are members of which learning alliance?
SELECT membership AS thing, place, period, organisation, alliance, joined_on, stakeholder, government_level
FROM alliance_members
