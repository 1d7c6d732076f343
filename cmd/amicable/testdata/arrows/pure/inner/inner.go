package inner

import _ "example.com/other"
