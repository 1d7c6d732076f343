package near

import (
	_ "amicable/pure"
	_ "amicable/pure/inner"

	_ "example.com/allowed"
	_ "example.com/allowed/deep"
	_ "example.com/other"
)
