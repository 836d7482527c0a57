# SPDX-License-Identifier: EUPL-1.2
import sys, os; sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from pictures import *
j = noisy_jpeg(); write("half.jpg", j[:len(j) * 6 // 10]); write("no-end.jpg", j[:-2])
p = png(400, 300); write("half.png", p[:len(p) // 2])
i = grey_png(interlaced=True); write("interlaced.png", i[:len(i) // 2])
# In layers, of which only the first came: every place has a colour, and nothing can be read.
import base64
layers = ("/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYV"
          "pQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//wgARCABI"
          "AGADASIAAhEBAxEB/8QAGQAAAgMBAAAAAAAAAAAAAAAAAgMAAQQF/8QAGAEBAQEBAQAAAAAAAAAAAAAAAgMAAQT/2gAMAwEAAhADEAAAAdN4y8"
          "vm1CsqoAatoTVfEZ5obbKztM8Q5qU9ruW3m6SUVTaqSb4QkJ9BEgScggDJWm9ntzONNDs195rWQOawGutAsDXXTgE4a7NNL8DdtsRfYhVRY6kX"
          "ti5JBISaNlI5HclCLJJ8/8QAHRAAAgIDAQEBAAAAAAAAAAAAAAEQEQISIDFBAw==")
write("layers.jpg", base64.b64decode(layers))
# The rest was not written any more: a card that was taken out.
s = grey_png(1200, 1600); at = s.index(b"IDAT") + 4 + 12000; write("zeros.png", s[:at] + bytes(len(s) - at))
