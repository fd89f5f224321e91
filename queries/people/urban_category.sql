-- How much do places of each category grow, and how much of the growth of towns is new names for villages?
SELECT
    place,
    period,
    persons_2011,
    persons_2021 - persons_2011 AS persons_gained,
    CASE WHEN kind_2021 = 'urban' THEN persons_2021 ELSE 0 END
        - CASE WHEN kind_2011 = 'urban' THEN persons_2011 ELSE 0 END AS urban_persons_gained,
    CASE WHEN kind_2011 = 'rural' AND kind_2021 = 'urban' THEN persons_2011 ELSE 0 END AS reclassified_persons,
    CASE WHEN kind_2021 = 'urban' THEN persons_2021 - persons_2011 ELSE 0 END AS urban_persons_grown
FROM nepal_palika_growth_2011_2021
WHERE NOT (kind_2011 = 'urban' AND kind_2021 = 'rural')  -- no town became a village
