#ifndef SP_CCURL_H
#define SP_CCURL_H
#endif
