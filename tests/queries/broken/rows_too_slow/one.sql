-- Who lives here?
SELECT place, period, persons + 0 * (SELECT sum(sqrt(a.male * b.male + c.male * d.male + e.male * f.male + g.male * h.male)) FROM nepal_ward_census_2021 a, nepal_ward_census_2021 b, nepal_ward_census_2021 c, nepal_ward_census_2021 d, nepal_ward_census_2021 e, nepal_ward_census_2021 f, nepal_ward_census_2021 g, nepal_ward_census_2021 h) AS persons, female
FROM nepal_ward_census_2021
