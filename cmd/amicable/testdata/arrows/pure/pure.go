package pure

import (
	_ "fmt"

	_ "amicable/near"

	_ "example.com/allowed/deep"
)
