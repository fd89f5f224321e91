-- Who lives here?
PIVOT nepal_ward_census_2021 ON period USING sum(persons)
