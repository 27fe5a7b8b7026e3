// Objects of one thread that need a destructor. Those of `thread_local` objects run too late with
// MinGW, after their memory is gone, so a thread ends by dropping its objects itself.
#pragma once

namespace mql {

// What `drop_thread_objects` calls, the newest first.
void at_thread_end(void (*drop)());
void drop_thread_objects();

template <class T>
struct thread_object {
    static T*& slot() {
        static thread_local T* object = nullptr;
        return object;
    }
    static void drop() {
        delete slot();
        slot() = nullptr;
    }
};

// The object of this type and thread, made at its first use.
template <class T>
T& of_thread() {
    T*& object = thread_object<T>::slot();
    if (object == nullptr) {
        object = new T();
        at_thread_end(thread_object<T>::drop);
    }
    return *object;
}

}  // namespace mql
