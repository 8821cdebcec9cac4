"""What notebooks do: one cell for each feature, all run in this order by one kernel.

A kernel of its own hands on in its own time what child processes write: those cells wait for it with
``awaited``.
"""

from __future__ import annotations

FIRST = '''
import contextlib, time, warnings
warnings.filterwarnings("ignore", "This process", DeprecationWarning)  # of Python 3.12, whenever a cell forks

@contextlib.contextmanager
def awaited(*texts):
    """Wait, at the end, until the kernel has been given each of these texts."""
    thread, missing = get_ipython().kernel.iopub_thread, set(texts)
    send = thread.send_multipart

    def noticed(message, *arguments, **options):
        send(message, *arguments, **options)
        missing.difference_update(
            [text for text in missing if any(text.encode() in bytes(part) for part in message)])

    thread.send_multipart = noticed
    try:
        yield
        end = time.monotonic() + 120
        while missing and time.monotonic() < end:
            sys.stdout.flush()
            sys.stderr.flush()
            time.sleep(0.01)
    finally:
        del thread.send_multipart
    assert not missing, missing

import sys
'''

FEATURES = {
    "nothing": "# a remark alone",
    "a value": "1 + 1",
    "several values, of which the last is shown": "1\n2\n3",
    "a semicolon": "5;",
    "none": "None",
    "a long text": "'x' * 100_000",
    "a list that is cut": "list(range(2000))",
    "a text on stdout, then a value": "print('said')\n[1, 2]",
    "text without an end of line": "print('a', end='')\nprint('b', end='')",
    "text in many pieces": "for n in range(200): print(n, end=' ', flush=n % 7 == 0)",
    "text of other scripts": "print('Ynys Môn – 北京 – 👩‍👧 – \\u202eturned')",
    "a line written over": "for n in range(5): print(f'\\r{n} of 5', end='')\nprint()",
    "stderr": "print('complaint', file=sys.stderr)",
    "stdout and stderr in turn": "for n in range(3):\n    print(n)\n    print(n, file=sys.stderr)",
    "much on stdout": "print('\\n'.join('é' * 99 for _ in range(3000)))",
    "a warning": "import warnings\nwarnings.warn('beware')",
    "a log": "import logging\nlogging.getLogger('a').warning('logged')",
    "a log with a handler": "handler = logging.StreamHandler(sys.stdout)\nlogging.getLogger('b').addHandler(handler)\n"
    "logging.getLogger('b').error('handled')",
    "top-level await": "import asyncio\nawait asyncio.sleep(0.01)\n'awaited'",
    "await with a gather": "async def double(n):\n    await asyncio.sleep(0)\n    return 2 * n\n"
    "await asyncio.gather(*map(double, range(3)))",
    "async for": "async def three():\n    for n in range(3):\n        yield n\n[n async for n in three()]",
    "a task that goes on": "task = asyncio.create_task(double(4))\ntype(task).__name__",
    "the task's result": "await task",
    "a loop in a loop": "try:\n    asyncio.run(double(1))\nexcept RuntimeError as error:\n    print(error)",
    "html": "from IPython.display import *\nHTML('<b>1</b>')",
    "display of several": "display(HTML('<b>1</b>'), 'two', 3)\nHTML('<i>4</i>')",
    "markdown": "Markdown('**a**')",
    "latex": "Latex(r'$\\frac{1}{2}$')",
    "math": "Math('x^2')",
    "json": "JSON({'a': [1, 2]})",
    "svg": "SVG('<svg xmlns=\"http://www.w3.org/2000/svg\"><g/></svg>')",
    "javascript": "Javascript('1')",
    "an image": "Image(data=b'\\x89PNG\\r\\n\\x1a\\n' + b'0' * 30, format='png')",
    "code in colour": "Code('a = 1', language='python')",
    "raw data of several types": "display({'text/plain': 'a', 'text/html': '<p>a', 'application/x-own': 'b'}, raw=True)",
    "metadata of an output": "display(HTML('<p>m'), metadata={'text/html': {'isolated': True}})",
    "a class with its own forms": "class Own:\n    def _repr_html_(self): return '<p>own'\n    def __repr__(self): return 'own'\n"
    "    def _repr_latex_(self): return '$own$'\nOwn()",
    "a bundle of forms": "class Bundle:\n    def _repr_mimebundle_(self, include=None, exclude=None):\n"
    "        return {'text/plain': 'bundle', 'text/markdown': '*b*'}, {'text/markdown': {'own': 1}}\nBundle()",
    "a form that fails": "class Fails:\n    def __repr__(self): return 'plain'\n    def _repr_html_(self): raise KeyError('form')\nFails()",
    "display that is updated": "handle = display(1, display_id='one')\nhandle.update(2)",
    "display that a later cell updates": "waits = display('early', display_id='later')\ndisplay('other', display_id='other')",
    "the later cell": "waits.update('late')\nupdate_display(HTML('<p>late'), display_id='other')",
    "display with an id of its own": "type(display(1, display_id=True)).__name__",
    "output that is cleared": "print('gone')\nclear_output()\nprint('stays')",
    "output that is cleared when more comes": "print('gone')\nclear_output(wait=True)\nprint('stays')",
    "output that is cleared when nothing comes": "print('stays too')\nclear_output(wait=True)",
    "display of a link to a file": "FileLink('nothing.csv')",
    "a shell command": "!echo from a shell",
    "a shell command that complains": "!echo complaint >&2",
    "a shell command's lines": "lines = !printf 'a\\nb\\n'\nlines",
    "a shell command that fails": "!exit 3\n_exit_code",
    "a shell command with a value": "name = 'named'\n!echo {name} $name",
    "a script cell": "%%bash\necho from bash\necho complaint >&2",
    "a child process": "import subprocess\nwith awaited('from a child'):\n    done = subprocess.run(['echo', 'from a child'])\ndone",
    "a child process's complaint": "with awaited('its complaint'):\n    subprocess.run('echo its complaint >&2', shell=True)",
    "much from a child process": "with awaited('the end'):\n"
    "    subprocess.run([sys.executable, '-c', 'import os; os.write(1, b\"x\" * 300_000 + b\"the end\")'])",
    "a system call's output": "import os\nwith awaited('by its number'):\n    os.write(1, b'by its number')",
    "a system call's complaint": "with awaited('complaint by its number'):\n    os.write(2, b'complaint by its number')",
    "bytes on stdout": "try:\n    sys.stdout.buffer.write(b'b')\nexcept AttributeError as error:\n    print(error)",
    "what stdout is": "sys.stdout.isatty(), sys.stdout.encoding, sys.stdout.writable(), sys.stdout.name",
    "a fork": "with awaited('the child says', 'the child complains'):\n    child = os.fork()\n    if not child:\n"
    "        print('the child says')\n        print('the child complains', file=sys.stderr)\n        os._exit(0)\n    os.waitpid(child, 0)",
    "a fork that displays": "with awaited('first it prints', 'in the child'):\n    child = os.fork()\n    if not child:\n"
    "        print('first it prints')\n        display(HTML('<p>in the child'))\n        os._exit(0)\n    os.waitpid(child, 0)",
    "a fork that writes by number": "with awaited('number in the child'):\n    child = os.fork()\n    if not child:\n"
    "        os.write(1, b'number in the child')\n        os._exit(0)\n    os.waitpid(child, 0)",
    "a fork's fork": "with awaited('of a grandchild'):\n    child = os.fork()\n    if not child:\n        if not os.fork():\n"
    "            print('of a grandchild')\n            os._exit(0)\n        os.wait()\n        os._exit(0)\n    os.waitpid(child, 0)",
    "much from a fork": "with awaited('fork ends'):\n    child = os.fork()\n    if not child:\n"
    "        print('y' * 300_000 + 'fork ends')\n        os._exit(0)\n    os.waitpid(child, 0)",
    "how processes are started": "import multiprocessing as mp\nmp.get_start_method(), mp.current_process().name, mp.parent_process()",
    "what a process is called": "mp.get_context('fork').Process(target=print).name",
    "a pool of processes": "def square(n):\n    return n * n\nwith mp.get_context('fork').Pool(2) as pool:\n    print(pool.map(square, range(4)))",
    "a pool whose workers print": "def says(n):\n    print(f'worker says {n}')\n    print(f'worker complains {n}', file=sys.stderr)\n"
    "with awaited('worker says 7', 'worker complains 7'), mp.get_context('fork').Pool(1) as pool:\n    pool.map(says, [7])",
    "a process": "with awaited('worker says 8'):\n    process = mp.get_context('fork').Process(target=says, args=(8,))\n"
    "    process.start()\n    process.join()\nprocess.exitcode, mp.active_children()",
    "an executor of processes": "from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor\n"
    "with ProcessPoolExecutor(2, mp.get_context('fork')) as pool:\n    found = list(pool.map(square, range(4)))\nfound",
    "an executor of fresh processes": "import math\nwith ProcessPoolExecutor(1, mp.get_context('spawn')) as pool:\n"
    "    found = pool.submit(math.factorial, 5).result()\nfound",
    "an executor of a fork server": "with ProcessPoolExecutor(1, mp.get_context('forkserver')) as pool:\n"
    "    found = pool.submit(math.factorial, 6).result()\nfound",
    "a worker that fails": "try:\n    with mp.get_context('fork').Pool(1) as pool:\n        pool.map(math.sqrt, [-1])\n"
    "except ValueError as error:\n    print(error)",
    "what processes share": "queue, counter = mp.get_context('fork').Queue(), mp.Value('i', 3)\nqueue.put(counter.value)\nqueue.get()",
    "a manager": "with mp.get_context('fork').Manager() as manager:\n    shared = list(manager.list([1, 2]))\nshared",
    "threads": "import threading\nthreading.current_thread() is threading.main_thread()",
    "a thread that prints": "thread = threading.Thread(target=print, args=('from a thread',))\nthread.start()\nthread.join()",
    "a thread that displays": "thread = threading.Thread(target=display, args=(HTML('<p>thread'),))\nthread.start()\nthread.join()",
    "an executor of threads": "with ThreadPoolExecutor(4) as pool:\n    found = list(pool.map(square, range(5)))\nfound",
    "a timer": "fired = threading.Event()\ntimer = threading.Timer(0.01, fired.set)\ntimer.start()\nfired.wait(60)",
    "a thread that fails": "with awaited('ZeroDivisionError'):\n    thread = threading.Thread(target=lambda: 1 / 0, name='failing')\n"
    "    thread.start()\n    thread.join()",
    "cell magic": "%%html\n<p>text</p>",
    "latex magic": "%%latex\n$x$",
    "markdown magic": "%%markdown\n*x*",
    "captured output": "%%capture got\nprint('hidden')\ndisplay(HTML('<p>hidden'))",
    "what was captured": "got.stdout, len(got.outputs)",
    "what was captured, shown": "got.show()",
    "output captured by hand": "import io\nwith contextlib.redirect_stdout(io.StringIO()) as held:\n    print('held')\nheld.getvalue()",
    "a file that is written": "%%writefile left.txt\nkept",
    "a file that is run": "with open('ran.py', 'w') as file:\n    file.write('print(__name__)\\nfrom_file = 5')\n%run ran.py\nfrom_file",
    "a folder that is entered": "before = os.getcwd()\n%cd -q /\nprint(os.getcwd())\nos.chdir(before)",
    "an environment variable": "%env BRIEFING_FEATURE=1",
    "the environment variable": "os.environ['BRIEFING_FEATURE']",
    "who there is": "%who_ls str",
    "time of a cell": "%%capture\n%%time\nsum(range(3))",
    "precision": "%precision 2\nmath.pi",
    "precision again": "%precision %r",
    "help": "len?",
    "help on a mistake": "nothing_there?",
    "the source of a function": "square??",
    "a profile": "%prun -q -T left.txt sum(range(3))",
    "magics by name": "get_ipython().run_line_magic('precision', '3')\nget_ipython().run_line_magic('precision', '')",
    "stored variables": "%store",
    "auto-call": "%autocall 0",
    "an unknown magic": "%nothing_known",
    "an unknown cell magic": "%%nothing_known\n1",
    "a debugger that is off": "%pdb off",
    "history of results": "'kept' + '!'",
    "the last result": "_ + '?'",
    "results by number": "len(Out) > 10, In[-2], len(In) == get_ipython().execution_count + 1",
    "the latest results": "___, __, _",
    "the history": "%history -l 2",
    "the history by number": "%history 2-3",
    "a figure": "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.title('A');",
    "no figure is left": "plt.get_fignums()",
    "a figure shown by itself": "fig, ax = plt.subplots(figsize=(1, 1))\nfig",
    "figures that are shown in turn": "print('before')\nplt.figure(figsize=(1, 1))\nplt.show()\nprint('between')\n"
    "plt.figure(figsize=(1, 2))\nplt.show()\nprint('after')",
    "a figure that is closed": "plt.plot([1])\nplt.close()",
    "figures as svg": "%config InlineBackend.figure_formats = ['png']\nplt.figure(figsize=(1, 1))\nplt.plot([1, 2]);",
    "the backend": "plt.get_backend()",
    "inline again": "%matplotlib inline\nplt.figure(figsize=(1, 1));",
    "a figure of a fork": "def draws(_):\n    print('draws')\n    fig = plt.figure(figsize=(1, 1))\n    width = fig.get_figwidth()\n    plt.close(fig)\n"
    "    return width\nwith awaited('draws'), mp.get_context('fork').Pool(1) as pool:\n    widths = pool.map(draws, [0])\nwidths",
    "a table": "import pandas as pd\npd.DataFrame({'a': [1, 2]})",
    "a series": "pd.Series([1, 2], name='s')",
    "a long table": "pd.DataFrame({'a': range(200)})",
    "a styled table": "pd.DataFrame({'a': [1, 2]}).style.set_uuid('u').highlight_max()",
    "a table of many types": "pd.DataFrame({'a': [pd.Timestamp('2023-03-31')], 'b': ['<b>'], 'c': [None]})",
    "random numbers with a seed": "import random, numpy as np\nrandom.seed(1)\nnp.random.seed(1)\nrandom.random(), np.random.rand()",
    "an exception in a function": "def f():\n    return {}['missing']\nf()",
    "an exception from another": "try:\n    f()\nexcept KeyError as error:\n    raise ValueError('other') from error",
    "exceptions in a group": "raise ExceptionGroup('several', [ValueError('a'), KeyError('b')])",
    "an exception with a note": "error = ValueError('noted')\nerror.add_note('a note')\nraise error",
    "an exception of one's own": "class Mine(Exception):\n    def _render_traceback_(self): return ['rendered']\nraise Mine('own')",
    "an exception whose text fails": "class Silent(Exception):\n    def __str__(self): raise ValueError('no text')\nraise Silent",
    "an assertion": "assert 1 == 2, 'unequal'",
    "an interrupt": "raise KeyboardInterrupt",
    "recursion without end": "def again(n):\n    return again(n + 1)\ntry:\n    again(0)\nexcept RecursionError as error:\n    print(type(error).__name__)",
    "a mistake in the syntax": "for in",
    "a mistake in the indentation": "if True:\n1",
    "an unclosed bracket": "print((1",
    "a null byte": "eval('1\\0')",
    "an exit": "sys.exit(3)",
    "an exit in words": "raise SystemExit('done here')",
    "what is asked of the user": "input('Your name? ')",
    "a password": "import getpass\ngetpass.getpass()",
    "standard input": "sys.stdin.read()",
    "the child's standard input": "print(subprocess.run(['cat'], capture_output=True, text=True, timeout=60).stdout == '')",
    "a breakpoint": "import bdb\nbreakpoint.__name__, sys.breakpointhook is not None",
    "names of the session": "__name__, '__file__' in globals(), sys.modules['__main__'].square is square",
    "pickled functions": "import pickle\npickle.loads(pickle.dumps(square)) is square",
    "classes of the session": "class Kept:\n    pass\nKept.__module__, Kept, pickle.loads(pickle.dumps(Kept())).__class__ is Kept",
    "arguments": "len(sys.argv) > 0, type(sys.argv).__name__",
    "where modules come from": "sys.path[0] in ('', os.getcwd()) or os.getcwd() in sys.path or '' in sys.path",
    "a module beside the notebook": "with open('of_this_notebook.py', 'w') as file:\n    file.write('value = 41')\nimport of_this_notebook\nof_this_notebook.value + 1",
    "where it runs": "os.getcwd().rpartition('/')[2].rstrip('0123456789'), os.environ['MPLBACKEND']",
    "the kind of stream": "type(sys.stdout).__name__, hasattr(get_ipython(), 'kernel')",
    "a signal that is handled": "import signal\nold = signal.signal(signal.SIGUSR1, lambda *_: print('signalled'))\n"
    "os.kill(os.getpid(), signal.SIGUSR1)\nsignal.signal(signal.SIGUSR1, old) is not None",
    "signals as they begin": "signal.getsignal(signal.SIGCHLD), signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGALRM)",
    "an alarm": "def ring(*_):\n    raise TimeoutError('rang')\nold = signal.signal(signal.SIGALRM, ring)\nsignal.setitimer(signal.ITIMER_REAL, 0.05)\n"
    "try:\n    time.sleep(100)\nexcept TimeoutError as error:\n    print(error)\nsignal.signal(signal.SIGALRM, old)",
    "a context variable": "import contextvars\nvariable = contextvars.ContextVar('v', default=1)\nvariable.set(2);",
    "the context variable": "variable.get()",
    "garbage": "import gc\ngc.isenabled()",
    "a finaliser": "import weakref\nclass Thing: pass\nthing = Thing()\nweakref.finalize(thing, print, 'finalised')\ndel thing",
    "events of the shell": "def ran(result):\n    print('ran', result.success)\nget_ipython().events.register('post_run_cell', ran)",
    "events that came": "get_ipython().events.unregister('post_run_cell', ran)",
    "a comm": "from comm import create_comm\ncreate_comm(target_name='none', data={}).close()",
    "a transformer of inputs": "get_ipython().input_transformers_post.append(lambda lines: [l.replace('seven', '7') for l in lines])",
    "the transformed input": "seven",
    "a formatter": "get_ipython().display_formatter.formatters['text/html'].for_type(int, lambda n: f'<i>{n}</i>')\n1",
    "formatters gone": "get_ipython().display_formatter.formatters['text/html'].pop(int);",
    "a display hook": "print(type(sys.displayhook).__name__)",
    "a lone surrogate as a value": "'\\udcff'",
    "a NUL and a bell": "print('\\0\\a')",
    "terminal colours": "print('\\x1b[31mred\\x1b[0m')",
    "a line that is skipped": "%%script false --no-raise-error\nnever",
}  # fmt: skip

RAISING = {
    "an unknown magic", "an unknown cell magic", "exceptions in a group", "a form that fails", "an exception in a function", "an exception from another", "an exception with a note",
    "an exception of one's own", "an exception whose text fails", "an assertion", "an interrupt",
    "a mistake in the syntax", "a mistake in the indentation", "an unclosed bracket", "a null byte", "an exit",
    "an exit in words", "what is asked of the user", "a password",
}  # fmt: skip
