-- How many municipalities use digital tools, and which?
WITH years AS (
    SELECT DISTINCT year(adopted_on) AS year FROM tool_adoption
)

SELECT DISTINCT
    adoptions.place,
    CAST(years.year AS VARCHAR) AS period,
    adoptions.tool
FROM tool_adoption AS adoptions
JOIN years ON years.year >= year(adoptions.adopted_on)
