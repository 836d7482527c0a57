/* SPDX-License-Identifier: EUPL-1.2 */

/* GStreamer runs as a program of its own (gst-launch-1.0): what it decodes comes from a device that
 * anybody can plug in, and a desk without a camera needs none of its libraries. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-camera.h"

#include <fcntl.h>
#include <linux/videodev2.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define PROGRAM       "gst-launch-1.0"
#define MAX_DEVICES   16
#define PICTURE_BYTES ((gsize) ZPI_CAMERA_WIDTH * ZPI_CAMERA_HEIGHT * 3)
/* A camera gives its first picture within a second or two; one that another program has, none. */
#define PATIENCE_S 10
/* Practice: another source than a camera, such as videotestsrc. */
#define SOURCE_VARIABLE "ZPI_CAMERA_SOURCE"

struct _ZpiCamera {
  GObject parent_instance;

  GSubprocess *process; /* (owned) (nullable) */
  GCancellable *cancellable;
  guint8 *picture; /* (nullable): being read */
  guint patience_id;
};

enum {
  SIGNAL_PICTURE,
  SIGNAL_ENDED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ZpiCamera, zpi_camera, G_TYPE_OBJECT)

/* Most cameras come with a second device that gives no pictures. */
static gboolean
gives_pictures (const char *device)
{
  struct v4l2_capability capability = {0};
  int fd = open (device, O_RDWR | O_NONBLOCK | O_CLOEXEC);
  guint32 can;
  gboolean asked;

  if (fd < 0)
    return FALSE;
  asked = ioctl (fd, VIDIOC_QUERYCAP, &capability) == 0;
  close (fd);
  can = capability.capabilities & V4L2_CAP_DEVICE_CAPS ? capability.device_caps
                                                       : capability.capabilities;
  return asked && (can & V4L2_CAP_VIDEO_CAPTURE) != 0;
}

static char *
find_source (ZpiSession *session)
{
  const char *instead = zpi_session_is_practice (session) ? g_getenv (SOURCE_VARIABLE) : NULL;

  if (instead != NULL && *instead != '\0')
    return g_strdup (instead);
  for (int i = 0; i < MAX_DEVICES; i++) {
    g_autofree char *device = g_strdup_printf ("/dev/video%d", i);

    if (gives_pictures (device))
      return g_strdup_printf ("v4l2src device=%s", device);
  }
  return NULL;
}

/**
 * zpi_camera_is_there:
 * @session: an open session
 *
 * Returns: whether this computer has a camera now that zpi_camera_new() can use
 */
gboolean
zpi_camera_is_there (ZpiSession *session)
{
  g_autofree char *program = g_find_program_in_path (PROGRAM);
  g_autofree char *source = program != NULL ? find_source (session) : NULL;

  return source != NULL;
}

static void read_next (ZpiCamera *self);

static void
turn_off (ZpiCamera *self)
{
  g_clear_handle_id (&self->patience_id, g_source_remove);
  if (self->process != NULL)
    g_subprocess_force_exit (self->process);
  g_clear_object (&self->process);
}

static void
end (ZpiCamera *self)
{
  turn_off (self);
  g_signal_emit (self, signals[SIGNAL_ENDED], 0);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiCamera) self = user_data;
  gsize n_read = 0;
  gboolean read = g_input_stream_read_all_finish (G_INPUT_STREAM (source), result, &n_read, NULL);
  g_autoptr (GBytes) picture = NULL;

  picture = g_bytes_new_take (g_steal_pointer (&self->picture), n_read);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (!read || n_read != PICTURE_BYTES) {
    end (self);
    return;
  }
  g_clear_handle_id (&self->patience_id, g_source_remove);
  g_signal_emit (self, signals[SIGNAL_PICTURE], 0, picture);
  read_next (self);
}

static void
read_next (ZpiCamera *self)
{
  if (self->process == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;
  self->picture = g_malloc (PICTURE_BYTES);
  g_input_stream_read_all_async (g_subprocess_get_stdout_pipe (self->process),
                                 self->picture,
                                 PICTURE_BYTES,
                                 G_PRIORITY_DEFAULT,
                                 self->cancellable,
                                 read_cb,
                                 g_object_ref (self));
}

static gboolean
patience_cb (gpointer user_data)
{
  ZpiCamera *self = user_data;

  self->patience_id = 0;
  g_subprocess_force_exit (self->process);
  return G_SOURCE_REMOVE;
}

static GSubprocess *
spawn (const char *source)
{
  g_autofree char *line = g_strdup_printf (
      "%s -q %s ! decodebin ! videorate drop-only=true max-rate=10 ! videoconvert ! "
      "videoscale add-borders=true ! "
      "video/x-raw,format=RGB,width=%d,height=%d,pixel-aspect-ratio=1/1 ! fdsink fd=1",
      PROGRAM,
      source,
      ZPI_CAMERA_WIDTH,
      ZPI_CAMERA_HEIGHT);
  g_auto (GStrv) argv = NULL;
  g_autoptr (GError) error = NULL;
  GSubprocess *process = NULL;

  if (g_shell_parse_argv (line, NULL, &argv, &error))
    process = g_subprocess_newv ((const char *const *) argv,
                                 G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                                 &error);
  if (process == NULL)
    g_message ("The camera does not start: %s", error->message);
  return process;
}

static gboolean
nothing_cb (gpointer user_data)
{
  ZpiCamera *self = user_data;

  if (!g_cancellable_is_cancelled (self->cancellable))
    end (self);
  return G_SOURCE_REMOVE;
}

/**
 * zpi_camera_new:
 * @session: an open session
 *
 * Returns: (transfer full): a camera that is on; without one it ends at once
 */
ZpiCamera *
zpi_camera_new (ZpiSession *session)
{
  ZpiCamera *self = g_object_new (ZPI_TYPE_CAMERA, NULL);
  g_autofree char *source = find_source (session);

  self->process = source != NULL ? spawn (source) : NULL;
  if (self->process != NULL) {
    self->patience_id = g_timeout_add_seconds (PATIENCE_S, patience_cb, self);
    read_next (self);
  } else {
    g_idle_add_full (G_PRIORITY_DEFAULT, nothing_cb, g_object_ref (self), g_object_unref);
  }
  return self;
}

/**
 * zpi_camera_stop:
 * @self: a camera
 *
 * Turns it off. No signal comes any more.
 */
void
zpi_camera_stop (ZpiCamera *self)
{
  g_return_if_fail (ZPI_IS_CAMERA (self));

  g_cancellable_cancel (self->cancellable);
  turn_off (self);
}

static void
zpi_camera_finalize (GObject *object)
{
  ZpiCamera *self = ZPI_CAMERA (object);

  turn_off (self);
  g_clear_object (&self->cancellable);
  g_free (self->picture);

  G_OBJECT_CLASS (zpi_camera_parent_class)->finalize (object);
}

static void
zpi_camera_class_init (ZpiCameraClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = zpi_camera_finalize;

  /**
   * ZpiCamera::picture:
   * @self: the camera
   * @picture: what it sees now, rows of pixels without a gap
   */
  signals[SIGNAL_PICTURE] = g_signal_new ("picture",
                                          ZPI_TYPE_CAMERA,
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          1,
                                          G_TYPE_BYTES);
  /**
   * ZpiCamera::ended:
   * @self: the camera, which sees nothing (any more)
   */
  signals[SIGNAL_ENDED] = g_signal_new ("ended",
                                        ZPI_TYPE_CAMERA,
                                        G_SIGNAL_RUN_LAST,
                                        0,
                                        NULL,
                                        NULL,
                                        NULL,
                                        G_TYPE_NONE,
                                        0);
}

static void
zpi_camera_init (ZpiCamera *self)
{
  self->cancellable = g_cancellable_new ();
}
