/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Preloaded into a program under test: its allocations are counted, and some are refused, as when there is no memory
 * left. Which ones stands in the file that REFUSE_ALLOC names, mapped by us and by the test, so that it may say so
 * while the program runs. What libical asks for is granted: it crashes without, and the daemon reserves it beforehand
 * (xreserve). It never allocates and never says anything.
 */
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <link.h>
#include <malloc.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum whose { WHOSE_ALL, WHOSE_LIBPQ, WHOSE_N };

/* tests/fault/memory has the same. */
struct control {
	_Atomic uint64_t n[WHOSE_N]; /* allocations so far: all of them; libpq's */
	_Atomic uint64_t whose; /* which of these are counted for the two below */
	_Atomic uint64_t from; /* the first that is refused; 0: none */
	_Atomic uint64_t upto; /* the first that is not any more */
	_Atomic uint64_t n_refused;
};

void *__libc_malloc(size_t n);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *old, size_t n);
void *__libc_memalign(size_t alignment, size_t n);

static struct control *control;

/* Where a library's code is. */
static struct code {
	const char *name;
	uintptr_t from, to;
} libpq = {.name = "/libpq."}, libical = {.name = "/libical."};

enum { FRAMES = 64 };

static int on_library(struct dl_phdr_info *info, size_t size, void *arg)
{
	struct code *code = arg;

	(void)size;
	if (!strstr(info->dlpi_name, code->name))
		return 0;
	for (int i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *h = &info->dlpi_phdr[i];

		if (h->p_type == PT_LOAD && h->p_flags & PF_X) {
			code->from = info->dlpi_addr + h->p_vaddr;
			code->to = code->from + h->p_memsz;
		}
	}
	return 1;
}

static int is_in(const struct code *code, const void *at)
{
	return (uintptr_t)at >= code->from && (uintptr_t)at < code->to;
}

static int is_granted(void)
{
	void *frames[FRAMES];
	int n = backtrace(frames, FRAMES);

	for (int i = 0; i < n; i++)
		if (is_in(&libical, frames[i]))
			return 1;
	return 0;
}

__attribute__((constructor)) static void begin(void)
{
	const char *path = getenv("REFUSE_ALLOC");
	int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;

	if (fd < 0)
		return;
	void *at = mmap(NULL, sizeof(struct control), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	close(fd);
	if (at == MAP_FAILED)
		return;
	dl_iterate_phdr(on_library, &libpq);
	dl_iterate_phdr(on_library, &libical);
	(void)is_granted(); /* the first backtrace() loads what it needs */
	control = at;
}

static int is_refused(const void *caller)
{
	if (!control)
		return 0;
	int is_libpq = is_in(&libpq, caller);
	uint64_t n = atomic_fetch_add(&control->n[WHOSE_ALL], 1) + 1,
			 from = atomic_load(&control->from);

	if (is_libpq) {
		uint64_t n_libpq = atomic_fetch_add(&control->n[WHOSE_LIBPQ], 1) + 1;

		if (atomic_load(&control->whose) == WHOSE_LIBPQ)
			n = n_libpq;
	} else if (atomic_load(&control->whose) == WHOSE_LIBPQ) {
		return 0;
	}
	if (!from || n < from || n >= atomic_load(&control->upto) || is_granted())
		return 0;
	atomic_fetch_add(&control->n_refused, 1);
	errno = ENOMEM;
	return 1;
}

#define IS_REFUSED() is_refused(__builtin_return_address(0))

void *malloc(size_t n)
{
	return IS_REFUSED() ? NULL : __libc_malloc(n);
}

void *calloc(size_t n, size_t size)
{
	return IS_REFUSED() ? NULL : __libc_calloc(n, size);
}

void *realloc(void *old, size_t n)
{
	return IS_REFUSED() ? NULL : __libc_realloc(old, n);
}

void *memalign(size_t alignment, size_t n)
{
	return IS_REFUSED() ? NULL : __libc_memalign(alignment, n);
}

void *aligned_alloc(size_t alignment, size_t n)
{
	return IS_REFUSED() ? NULL : __libc_memalign(alignment, n);
}

int posix_memalign(void **out, size_t alignment, size_t n)
{
	void *p = IS_REFUSED() ? NULL : __libc_memalign(alignment, n);

	if (!p)
		return ENOMEM;
	*out = p;
	return 0;
}
