// Why this exists: the kernel answers a read of a mapped page that its file no longer has (truncated under a running
// server, or an unreadable disk block) with SIGBUS, and SIGBUS ends the process. Here such a read sees zeros instead, and
// the range is marked as damaged. Whoever uses the data asks for the mark before it gives an answer.

#include "CMapping.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <unistd.h>

enum { SLOT_COUNT = 65536 };

// The handler may run at any instruction of any thread, so it reads without a lock. A slot's sequence is odd while it is
// being changed; a reader that saw two different or odd sequences ignores the slot, which can't be the one it looks for:
// a range is never read before it is registered nor after it is unregistered.
struct slot {
    _Atomic uint32_t sequence;
    _Atomic int damaged;
    _Atomic uintptr_t start;
    _Atomic uintptr_t end;
};

static struct slot slots[SLOT_COUNT];
static _Atomic int usedSlotCount;
static _Atomic int hasAnyDamage;
static pthread_mutex_t changes = PTHREAD_MUTEX_INITIALIZER;
static bool isTaken[SLOT_COUNT];
static int firstPossiblyFree;

static pthread_once_t installation = PTHREAD_ONCE_INIT;
static int installationError;
static struct sigaction previousAction;
static uintptr_t pageSize;

static int slotHolding(uintptr_t address) {
    int count = atomic_load(&usedSlotCount);
    for (int position = 0; position < count; position++) {
        struct slot *slot = &slots[position];
        uint32_t before = atomic_load(&slot->sequence);
        uintptr_t start = atomic_load(&slot->start);
        uintptr_t end = atomic_load(&slot->end);
        if ((before & 1) == 0 && before == atomic_load(&slot->sequence) && address >= start && address < end) {
            return position;
        }
    }
    return -1;
}

static void handleBusError(int signal, siginfo_t *information, void *context) {
    (void)context;
    int savedError = errno;
    uintptr_t address = (uintptr_t)information->si_addr;
    int position = slotHolding(address);
    if (position >= 0) {
        // The mark comes first: a thread that sees the zeros must also see the mark.
        atomic_store(&slots[position].damaged, 1);
        atomic_store(&hasAnyDamage, 1);
        // To the end of the range: after a truncation all later pages are gone too, and one mapping per page would
        // run into the kernel's limit on mappings. mmap is a bare system call on Linux, safe in a handler.
        uintptr_t page = address & ~(pageSize - 1);
        size_t rest = atomic_load(&slots[position].end) - page;
        void *zeros = mmap((void *)page, rest, PROT_READ, MAP_FIXED | MAP_ANONYMOUS | MAP_PRIVATE | MAP_NORESERVE, -1, 0);
        if (zeros != MAP_FAILED) {
            errno = savedError;
            return;
        }
    }
    // Not ours: put the earlier handler back and return, so that the same instruction raises the signal again.
    sigaction(signal, &previousAction, NULL);
    errno = savedError;
}

static void install(void) {
    pageSize = (uintptr_t)sysconf(_SC_PAGESIZE);
    struct sigaction action = {0};
    action.sa_sigaction = handleBusError;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigemptyset(&action.sa_mask);
    installationError = sigaction(SIGBUS, &action, &previousAction) == 0 ? 0 : errno;
}

int stip_mapping_guard_install(void) {
    pthread_once(&installation, install);
    return installationError;
}

// Called with `changes` held.
static void setRange(struct slot *slot, uintptr_t start, uintptr_t end) {
    atomic_fetch_add(&slot->sequence, 1);
    atomic_store(&slot->start, start);
    atomic_store(&slot->end, end);
    atomic_store(&slot->damaged, 0);
    atomic_fetch_add(&slot->sequence, 1);
}

int stip_mapping_register(const void *start, size_t byteCount) {
    uintptr_t first = (uintptr_t)start;
    uintptr_t end = (first + byteCount + pageSize - 1) & ~(pageSize - 1);
    pthread_mutex_lock(&changes);
    int position = firstPossiblyFree;
    while (position < SLOT_COUNT && isTaken[position]) position++;
    if (position < SLOT_COUNT) {
        isTaken[position] = true;
        firstPossiblyFree = position + 1;
        setRange(&slots[position], first, end);
        if (position >= atomic_load(&usedSlotCount)) atomic_store(&usedSlotCount, position + 1);
    } else {
        firstPossiblyFree = SLOT_COUNT;
        position = -1;
    }
    pthread_mutex_unlock(&changes);
    return position;
}

int stip_mapping_is_damaged(int slot) {
    return slot >= 0 && slot < SLOT_COUNT ? atomic_load(&slots[slot].damaged) : 0;
}

void stip_mapping_unregister(int slot) {
    if (slot < 0 || slot >= SLOT_COUNT) return;
    pthread_mutex_lock(&changes);
    if (isTaken[slot]) {
        setRange(&slots[slot], 0, 0);
        isTaken[slot] = false;
        if (slot < firstPossiblyFree) firstPossiblyFree = slot;
    }
    pthread_mutex_unlock(&changes);
}

int stip_mapping_any_damaged(void) { return atomic_load(&hasAnyDamage); }
