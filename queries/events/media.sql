-- Which events did the media report on, and where?
SELECT report AS thing, place, CAST(year(appeared_on) AS VARCHAR) AS period, event, appeared_on, link, outlet_kind, topic
FROM media_coverage
