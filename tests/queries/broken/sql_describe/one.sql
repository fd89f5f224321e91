-- Who lives here?
SELECT column_name FROM (DESCRIBE nepal_ward_census_2021)
