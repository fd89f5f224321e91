-- How much money came with the partnerships, where it is told in the country's own currency?
-- City corporations (codes of Bangladesh that end in 00) stay in the list: they are local units, with which towns are never summed.
SELECT place, CAST(year(max(max(seen_on)) OVER ()) AS VARCHAR) AS period, topic, CAST(sum(amount) AS BIGINT) AS money
FROM town_partnerships
WHERE currency = CASE left(place, 2) WHEN 'NP' THEN 'NPR' WHEN 'BD' THEN 'BDT' END AND place NOT LIKE 'BD%00'
GROUP BY place, topic
