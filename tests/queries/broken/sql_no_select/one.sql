-- Who lives here?
DROP TABLE nepal_ward_census_2021
