# SPDX-License-Identifier: EUPL-1.2
"""Looking for what was typed in what was written."""

import re

# Made at random: sooner or later they hold any amount of five digits.
RANDOM = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32,}")


def readable(content):
    """@content without identifiers and digests in hexadecimal digits."""
    return RANDOM.sub(b" ", content)
