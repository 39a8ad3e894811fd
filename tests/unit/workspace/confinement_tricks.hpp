#pragma once

#include <string_view>

/** @file
 *  Ways out of the confinement of a program, for each of its layers alone: shell scripts that end with 0 when they
 *  did what they must not. Without the layer each of them works, where the system has what it takes.
 *
 *  They run in a folder that they may change, with OUT, a folder beside it: in it are `kept` ("as it was"),
 *  `secret` ("s3cret"), `tool` (a program that says "ran"), `folder`, `stream` and `datagram` (sockets that
 *  somebody listens on). PORT listens on 127.0.0.1, ABSTRACT is the name of a socket without a file, VICTIM a
 *  process that is not confined and has VICTIM_SECRET in its environment. */
namespace codexflow::test {

struct confinement_trick
{
    std::string_view what;
    std::string_view script;
};

/// Changing what lies outside. The test also compares OUT before and after.
inline constexpr confinement_trick writing_tricks[]{
    {"a new file", "echo x > $OUT/new"},
    {"appending", "echo x >> $OUT/kept"},
    {"cutting off", ": > $OUT/kept"},
    {"cutting off without opening to write", "perl -e 'truncate(\"$ENV{OUT}/kept\", 0) or exit 1'"},
    {"opened for both", "exec 3<> $OUT/new"},
    {"deleting", "rm -f $OUT/kept; [ ! -e $OUT/kept ]"},
    {"deleting by find", "find $OUT -name kept -delete; [ ! -e $OUT/kept ]"},
    {"a new folder", "mkdir $OUT/d"},
    {"removing a folder", "rmdir $OUT/folder"},
    {"moving in", "mv $OUT/kept ."},
    {"moving out", "mv mine $OUT/new"},
    {"renaming there", "mv $OUT/kept $OUT/other"},
    {"replacing by a rename", "perl -e 'exit(rename(\"mine\", \"$ENV{OUT}/kept\") ? 0 : 1)'"},
    {"hard link out", "ln mine $OUT/new"},
    {"hard link in, then writing", "ln $OUT/kept h && echo x > h"},
    {"symbolic link there", "ln -s /etc/passwd $OUT/new"},
    {"through a symbolic link", "ln -s $OUT/kept l; echo x > l"},
    {"through a link to the folder", "ln -s $OUT d; echo x > d/new"},
    {"through a chain of links", "ln -s $OUT a; ln -s a b; ln -s b/kept c; echo x > c"},
    {"through a link in the way of cp", "ln -s $OUT/kept l; cp mine l"},
    {"dots", "echo x > ../outside/new"},
    {"many dots", "mkdir d; echo x > d/../../inside/../outside/new"},
    {"after a cd", "cd $OUT && echo x > new"},
    {"proc, own root", "echo x > /proc/self/root$OUT/new"},
    {"proc, root of a thread", "echo x > /proc/thread-self/root$OUT/new"},
    {"proc, own folder", "cd $OUT; echo x > /proc/self/cwd/new"},
    {"proc, root of another", "echo x > /proc/$VICTIM/root$OUT/new"},
    {"proc, an open file again", "exec 3< $OUT/kept; echo x > /proc/self/fd/3"},
    {"dev, an open file again", "exec 3< $OUT/kept; echo x > /dev/fd/3"},
    {"an open folder", "exec 3< $OUT; echo x > /proc/self/fd/3/new"},
    {"dd", "dd if=mine of=$OUT/kept conv=notrunc 2>/dev/null"},
    {"tee", "echo x | tee $OUT/new >/dev/null"},
    {"sed in place", "sed -i s/was/is/ $OUT/kept"},
    {"sort", "sort -o $OUT/kept mine"},
    {"install", "install mine $OUT/new"},
    {"tar with whole paths", "tar cPf a.tar mine --transform=s,mine,$OUT/new, && tar xPf a.tar; [ -e $OUT/new ]"},
    {"tar with a link", "ln -s $OUT l; tar cf a.tar l; rm l; mkdir l; echo x > l/new; tar rf a.tar l/new; rm -r l; "
                        "tar xf a.tar --keep-directory-symlink 2>/dev/null; [ -e $OUT/new ]"},
    {"a named pipe there", "mkfifo $OUT/new"},
    {"a socket there", "perl -MSocket -e 'socket(S, AF_UNIX, SOCK_STREAM, 0); bind(S, sockaddr_un(\"$ENV{OUT}/new\")) or exit 1'"},
    {"a session of its own", "setsid -w sh -c 'echo x > $OUT/new'"},
    {"an orphan", "(setsid sh -c 'echo x > $OUT/new; echo done > ready' &); while [ ! -e ready ]; do :; done; [ -e $OUT/new ]"},
    {"exec", "exec sh -c 'echo x > $OUT/new'"},
    {"env -i", "env -i sh -c 'echo x > ../outside/new'"},
    {"another interpreter", "perl -e 'open(F, \">\", \"$ENV{OUT}/new\") or exit 1'"},
    {"awk", "awk 'BEGIN { f = ENVIRON[\"OUT\"] \"/new\"; print \"x\" > f; close(f); exit (getline < f) != 1 }'"},
    {"its own root", "perl -e 'chroot($ENV{OUT}) && open(F, \">\", \"/new\") or exit 1'"},
    {"user namespace", "unshare -Ur sh -c 'echo x > $OUT/new'"},
    {"mounting it here", "mkdir m; unshare -m sh -c 'mount --bind $OUT m && echo x > m/new'"},
    {"mounting it here as its own root", "mkdir m; unshare -Urm sh -c 'mount --bind $OUT m && echo x > m/new'"},
    {"covering it", "unshare -m sh -c 'mount -t tmpfs none $OUT && echo x > $OUT/new'"},
    {"a device for all memory", "mknod n c 1 5"},
    {"a device for a disk", "mknod n b 1 0"},
    {"race of links", "(while :; do ln -sfn $OUT d; rm -f d; mkdir d; rmdir d; done) 2>/dev/null & p=$!; i=0; "
                      "while [ $i -lt 3000 ] && [ ! -e $OUT/new ]; do i=$((i+1)); echo x > d/new; done 2>/dev/null; "
                      "kill $p; [ -e $OUT/new ]"},
    {"race of renames", "mkdir d; ln -s $OUT l; (while :; do mv d e; mv -T l d; mv -T d l; mv e d; done) 2>/dev/null & p=$!; i=0; "
                        "while [ $i -lt 3000 ] && [ ! -e $OUT/new ]; do i=$((i+1)); echo x > d/new; done 2>/dev/null; "
                        "kill $p; [ -e $OUT/new ]"},
};

/// Reading what lies outside, where somebody said what may be read.
inline constexpr confinement_trick reading_tricks[]{
    {"reading", "[ \"$(cat $OUT/secret)\" = s3cret ]"},
    {"as input", "read x < $OUT/secret; [ \"$x\" = s3cret ]"},
    {"dots", "[ \"$(cat ../outside/secret)\" = s3cret ]"},
    {"through a link", "ln -s $OUT/secret l; [ \"$(cat l)\" = s3cret ]"},
    {"through a link to the folder", "ln -s $OUT d; [ \"$(cat d/secret)\" = s3cret ]"},
    {"hard link", "ln $OUT/secret h; [ \"$(cat h)\" = s3cret ]"},
    {"moving it here", "mv $OUT/secret s; [ \"$(cat s)\" = s3cret ]"},
    {"copying", "cp $OUT/secret s; [ \"$(cat s)\" = s3cret ]"},
    {"listing", "ls $OUT | grep -q secret"},
    {"a pattern", "set -- $OUT/s*t; [ \"$1\" = $OUT/secret ]"},
    {"finding", "find $OUT -name secret | grep -q secret"},
    {"packing", "tar cf a.tar -C $OUT secret 2>/dev/null && grep -q s3cret a.tar"},
    {"as a script", "(. $OUT/secret) 2>&1 | grep -q s3cret:"},
    {"running", "[ \"$($OUT/tool)\" = ran ]"},
    {"proc, own root", "[ \"$(cat /proc/self/root$OUT/secret)\" = s3cret ]"},
    {"proc, own folder", "cd $OUT; [ \"$(cat /proc/self/cwd/secret)\" = s3cret ]"},
    {"proc, root of another", "[ \"$(cat /proc/$VICTIM/root$OUT/secret)\" = s3cret ]"},
    {"a path that is opened again", "perl -e 'sysopen(F, \"$ENV{OUT}/secret\", 010000000) or exit 1; "
                                    "open(G, \"<\", \"/proc/self/fd/\" . fileno(F)) or exit 1; exit(<G> =~ /s3cret/ ? 0 : 1)'"},
    {"a user namespace", "unshare -Ur cat $OUT/secret | grep -q s3cret"},
    {"mounting it here", "mkdir m; unshare -m sh -c 'mount --bind $OUT m && cat m/secret' | grep -q s3cret"},
    {"another's environment", "tr '\\0' '\\n' < /proc/$VICTIM/environ | grep -q VICTIM_SECRET"},
};

/// Getting at another process; the layer of files guards these, too.
inline constexpr confinement_trick process_tricks[]{
    {"its environment", "tr '\\0' '\\n' < /proc/$VICTIM/environ | grep -q VICTIM_SECRET"},
    {"its memory", "exec 3< /proc/$VICTIM/mem"},
    {"its map", "[ -n \"$(cat /proc/$VICTIM/maps)\" ]"},
    {"its folder", "readlink /proc/$VICTIM/cwd"},
    {"its files", "readlink /proc/$VICTIM/fd/0"},
#ifdef __x86_64__
    {"tracing it", "perl -e 'exit(syscall(101, 16, $ENV{VICTIM} + 0, 0, 0) == 0 ? 0 : 1)'"},
    {"seizing it", "perl -e 'exit(syscall(101, 0x4206, $ENV{VICTIM} + 0, 0, 0) == 0 ? 0 : 1)'"},
    {"taking an open file", "perl -e '$p = syscall(434, $ENV{VICTIM} + 0, 0); exit(syscall(438, $p, 0, 0) >= 0 ? 0 : 1)'"},
#endif
};

/// The same from Landlock's revision 6 on.
inline constexpr confinement_trick signal_tricks[]{
    {"asking whether it is there", "kill -0 $VICTIM"},
    {"stopping it", "kill -STOP $VICTIM && kill -CONT $VICTIM"},
    {"by another program", "/bin/kill -0 $VICTIM"},
    {"to its group", "perl -e 'exit(kill(0, -$ENV{VICTIM}) == 1 ? 0 : 1)'"},
    {"from a session of its own", "setsid -w sh -c 'kill -0 $VICTIM'"},
#ifdef __x86_64__
    {"to its thread", "perl -e '$v = $ENV{VICTIM} + 0; exit(syscall(234, $v, $v, 0) == 0 ? 0 : 1)'"},
    {"by a handle", "perl -e '$p = syscall(434, $ENV{VICTIM} + 0, 0); exit(syscall(424, $p, 0, 0, 0) == 0 ? 0 : 1)'"},
#endif
};

/// Talking to somebody.
inline constexpr confinement_trick network_tricks[]{
    {"TCP", "perl -MSocket -e 'socket(S, AF_INET, SOCK_STREAM, 0) && connect(S, sockaddr_in($ENV{PORT}, INADDR_LOOPBACK)) or exit 1'"},
    {"TCP, from a session of its own",
     "setsid -w perl -MSocket -e 'socket(S, AF_INET, SOCK_STREAM, 0) && connect(S, sockaddr_in($ENV{PORT}, INADDR_LOOPBACK)) or exit 1'"},
    {"TCP by bash", "bash -c 'exec 3<> /dev/tcp/127.0.0.1/$PORT'"},
    {"TCP, listening", "perl -MSocket -e 'socket(S, AF_INET, SOCK_STREAM, 0) && listen(S, 1) or exit 1'"},
    {"TCP 6", "perl -MSocket -e 'socket(S, AF_INET6, SOCK_STREAM, 0) or exit 1'"},
    {"UDP", "perl -MSocket -e 'socket(S, AF_INET, SOCK_DGRAM, 0) && send(S, \"x\", 0, sockaddr_in($ENV{PORT}, INADDR_LOOPBACK)) or exit 1'"},
    {"ICMP, raw", "perl -MSocket -e 'socket(S, AF_INET, SOCK_RAW, 1) or exit 1'"},
    {"packets", "perl -e 'socket(S, 17, 3, 0) or exit 1'"},
    {"the host of a machine", "perl -e 'socket(S, 40, 1, 0) or exit 1'"},
    {"ciphers of the kernel", "perl -e 'socket(S, 38, 5, 0) or exit 1'"},
    {"a service in the file system", "perl -MSocket -e 'socket(S, AF_UNIX, SOCK_STREAM, 0) && connect(S, sockaddr_un(\"$ENV{OUT}/stream\")) or exit 1'"},
    {"a service without a file", "perl -MSocket -e 'socket(S, AF_UNIX, SOCK_STREAM, 0) && connect(S, pack(\"S a*\", 1, \"\\0$ENV{ABSTRACT}\")) or exit 1'"},
    {"a datagram to a service", "perl -MSocket -e 'socket(S, AF_UNIX, SOCK_DGRAM, 0) && send(S, \"x\", 0, sockaddr_un(\"$ENV{OUT}/datagram\")) or exit 1'"},
    {"a datagram under another name", "perl -MSocket -e 'socket(S, AF_UNIX, SOCK_RAW, 0) && send(S, \"x\", 0, sockaddr_un(\"$ENV{OUT}/datagram\")) or exit 1'"},
    {"a datagram from a pair", "perl -MSocket -e 'socketpair(S, T, AF_UNIX, SOCK_DGRAM, 0) && send(S, \"x\", 0, sockaddr_un(\"$ENV{OUT}/datagram\")) or exit 1'"},
#ifdef __x86_64__
    {"a ring that makes sockets", "perl -e '$b = \"\\0\" x 120; exit(syscall(425, 4, $b) >= 0 ? 0 : 1)'"},
    {"calls with short pointers", "perl -e 'exit(syscall(0x40000000 + 41, 2, 1, 0) >= 0 ? 0 : 1)'"},
#endif
};

/// What only root may, where only the ban on more privileges is in force.
inline constexpr confinement_trick privilege_tricks[]{
    {"making a device", "mknod n c 1 5"},
    {"mounting", "mkdir m; unshare -m sh -c 'mount -t tmpfs none m'"},
    {"raw sockets", "perl -MSocket -e 'socket(S, AF_INET, SOCK_RAW, 1) or exit 1'"},
    {"another network", "unshare -n true"},
    {"another name of the machine", "unshare -u hostname elsewhere"},
    {"other queues", "unshare -i true"},
    {"a file of the setuid bit", "cp /usr/bin/id who && chmod 4755 who && [ \"$(setpriv --reuid=65534 --clear-groups ./who -u)\" = 0 ]"},
    {"a file with capabilities", "cp /usr/bin/perl p && setcap cap_net_raw+ep p && "
                                 "setpriv --reuid=65534 --clear-groups ./p -e 'socket(S, 2, 3, 1) or exit 1'"},
};

} // namespace codexflow::test
