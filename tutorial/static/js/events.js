// The own events of the pages. Each line says who sends it and when, and what `detail` holds. `live` is the element
// [data-live] of a bench. Events at `live` bubble to the document. Templates name some of them in data-hx-trigger.

/** watch_socket.js at `live`: a watch socket begins to follow another run. */
export const RUN_NEW = 'run:new'
/** watch_socket.js at `live`: the watch socket of browser A has changed. {element, state, readyState, code}. */
export const WATCH_STATE = 'watch:state'
/** watch_socket.js at `live`: the watch socket was lost. {blocked, failures, limit, over}: `over` if it is not tried again. */
export const WATCH_LOST = 'watch:lost'
/** watch_socket.js at `live`: waiting points are drawn, and no more follow at once. {seen}: the number of the last one. */
export const WATCH_DRAWN = 'watch:drawn'
/** expect.js at the document: send this message over the watch socket. {expect}: what the learner commits to. */
export const WATCH_SAY = 'watch:say'
/** lab_watch.js at the document: close the watch socket, as its run is given up. */
export const WATCH_DROP = 'watch:drop'

/** lab_run.js at `live`: the run has another state. {state}: a name in `STATES` of run_states.js. */
export const LAB_STATE = 'lab:state'
/** lab_run.js at `live`: no socket can be opened. */
export const LAB_BLOCKED = 'lab:blocked'
/** lab_socket.js at `live`: a lab socket is made. {socket, send, close}: scripts send and close by these functions. */
export const LAB_CREATED = 'lab:created'
/** lab_socket.js at `live`: a foreign frame must open the lab socket. {path}. A listener answers with LAB_STANDIN before it returns. */
export const LAB_ELSEWHERE = 'lab:elsewhere'
/** what_if.js at the document, while LAB_ELSEWHERE is sent. {socket}: stands for the socket of the frame. */
export const LAB_STANDIN = 'lab:standin'
/** what_if.js at the document: the script opens the second connection of the run. {path, plan}. */
export const LAB_RECONNECT = 'lab:reconnect'

/** chat.js at `live`: a reply of the server to browser A is shown. */
export const CHAT_REPLY = 'chat:reply'
/** log.js at the log, bubbles: show the pane of this element on a small screen. */
export const BENCH_SHOW = 'bench:show'
/** lanes.js at a lane, bubbles: the learner has chosen a point. {number} of it. */
export const LANE_POINT = 'lane:point'
/** draw_queue.js at its queue: a fragment waits to be drawn. */
export const QUEUE_PUSHED = 'queue:pushed'
/** editor.js at the editor: the line at which the run has failed is marked. */
export const EDITOR_MARKED = 'editor:marked'
