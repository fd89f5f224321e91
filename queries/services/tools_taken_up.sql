-- Which municipality took up which tool, when and with whose help?
SELECT adoption AS thing, place, CAST(year(adopted_on) AS VARCHAR) AS period, adopted_on, helped_by, tool
FROM tool_adoption
