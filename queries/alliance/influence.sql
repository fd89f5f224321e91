-- Which network learned from which?
SELECT line AS thing, place, period, what, from_whom, to_whom, towns, year, publisher, read_at, step
FROM alliance_influence
