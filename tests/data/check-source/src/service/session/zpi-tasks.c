/* SPDX-License-Identifier: EUPL-1.2 */

void
zpi_save_async (void)
{
  g_autoptr(GTask) task = g_task_new (NULL, NULL, NULL, NULL);

  g_task_set_source_tag (task, zpi_save_async);
}

void
zpi_send_async (void)
{
  g_autoptr(GTask) task = g_task_new (NULL, NULL, NULL, NULL); /* expect: task-tag */

  g_task_return_boolean (task, TRUE);
}

void
tell (ZpiTasks *self)
{
  self->waiting = 0;
  g_signal_new ("heard", 0);
  g_signal_connect (NULL, "heard::detail", 0, 0);
  g_signal_new ("unheard", 0); /* expect: heard */
  g_param_spec_int ("used", 0);
  g_signal_connect (NULL, "notify::used", 0, 0);
  g_param_spec_int ("unused", 0); /* expect: heard */
}
