/* The real library behind a stand-in. */
#ifndef HYPERTRADER_STUB_FORWARD_H
#define HYPERTRADER_STUB_FORWARD_H

/* Returns a function of the real library; ends the process when there is none. Any thread. */
void (*real(const char *name))(void);

#endif
