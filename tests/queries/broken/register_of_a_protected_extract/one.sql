-- Which grievances are there?
SELECT
    place || period AS thing,
    place,
    period,
    'A grievance' AS name
FROM susasan_grievances
