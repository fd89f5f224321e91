-- Who moved from where to where?
SELECT place AS origin, place AS destination, period, received AS persons
FROM susasan_grievances
