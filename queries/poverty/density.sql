-- Where do many poor households live close together?
SELECT
    wealth.place,
    wealth.period,
    households_poorest_fifth,
    area_km2
FROM nepal_wealth_quintiles_2021 AS wealth
LEFT JOIN place_areas ON place_areas.place = wealth.place
