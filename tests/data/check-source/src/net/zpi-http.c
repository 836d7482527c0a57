/* No licence. expect: licence */
#include "zpi-http.h"

#include <libsoup/soup.h>

static int level = SOUP_LOGGER_LOG_BODY; /* expect: soup-bodies */
static int quiet = SOUP_LOGGER_LOG_HEADERS;
