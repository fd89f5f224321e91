-- What share of people is poor, and how many are they?
SELECT
    place,
    period,
    headcount_rate,
    headcount_rate_standard_error,
    headcount_rate * persons AS poor_persons,  -- unknown where the file gives no population (2001)
    headcount_rate_standard_error * persons AS poor_persons_standard_error,  -- the population is taken as known
    persons
FROM nepal_poverty_district_2001_2011
