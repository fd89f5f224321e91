-- Which learning alliances are there, and which still meet?
SELECT alliance AS thing, place, period, name, towns, founded_on, last_met_on, status, topic
FROM alliance_list
