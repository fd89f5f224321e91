"""How a figure that is on paper is opened again."""

import pytest

from dashboard.briefs import facts
from dashboard.words import Reader


@pytest.mark.parametrize(
    ("others", "told"),
    [
        ({"code": "c6fygf"}, ("Code", "c6fygf")),
        ({"code": "c6fygf", "link": "/poverty"}, ("Code c6fygf", "open /f/c6fygf in Nagar")),
        ({"link": "/poverty"}, None),
    ],
)
def test_without_an_address_of_the_site_the_code_says_what_opens_it(figure_of, others, told):
    assert facts.opened_by(figure_of(**others), Reader("en")) == told
