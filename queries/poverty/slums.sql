-- How many people live in slums, and why did they come?
SELECT
    place,
    period,
    max(value) FILTER (WHERE series = 'slums_slum_census') AS slums,
    max(value) FILTER (WHERE series IN ('persons_in_slums_slum_census', 'persons_in_slums_slum_census_rounded')) AS slum_persons,
    max(value) FILTER (WHERE series = 'persons_in_slums_census') AS slum_persons_in_census,
    max(value) FILTER (WHERE series = 'slum_residents_who_came_for_jobs_share') AS slum_came_for_jobs,
    max(value) FILTER (WHERE series = 'slum_residents_who_came_for_poverty_share') AS slum_came_for_poverty,
    max(value) FILTER (WHERE series = 'slum_residents_who_came_for_river_erosion_share') AS slum_came_for_river_erosion
FROM bangladesh_published_headlines
WHERE area = 'total' AND series LIKE '%slum%'
GROUP BY place, period
