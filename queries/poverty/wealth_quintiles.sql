-- Where do the households of the country's poorest wealth fifth live?
SELECT
    place,
    period,
    households_poorest_fifth,
    households_second_fifth,
    households_middle_fifth,
    households_fourth_fifth,
    households_richest_fifth,
    households
FROM nepal_wealth_quintiles_2021
